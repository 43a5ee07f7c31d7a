/*
 * 128-bit integers: sums of nanoseconds and of their squares are exact in them, so sums merge in
 * any order to the same value. __int128 is an extension of gcc and clang.
 */
#ifndef HR_BASE_INT128_H
#define HR_BASE_INT128_H

__extension__ typedef unsigned __int128 hr_u128;
__extension__ typedef __int128 hr_i128;

#define HR_U128_TEXT_SIZE 40

#endif
